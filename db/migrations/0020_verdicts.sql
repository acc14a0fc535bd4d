-- A verdict belongs to the turn that is being checked: nobody adds one to an earlier vote of theirs.
alter policy with_vote on output_verdict with check (
	person_id = (select app.person())
	and exists (
		select from output_request r
		where r.id = output_verdict.request_id
		  and r.turn = output_verdict.turn
		  and r.status in ('submitted', 'checking')
	)
	and exists (
		select from output_file f
		where f.request_id = output_verdict.request_id
		  and f.id = file_id
		  and f.sha256 = output_verdict.sha256
		  and not f.supporting
	)
);
