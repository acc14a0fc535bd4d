-- What anybody may read. These views run with their owner's rights and name every column they show,
-- so a new column never becomes public by itself.

create view register with (security_barrier) as
select
	a.id,
	a.number,
	a.title,
	coalesce(a.answers #>> '{safe-project,laySummary}', '') as lay_summary,
	coalesce(a.answers #>> '{safe-project,publicBenefit}', '') as public_benefit,
	o.name as organisation,
	o.kind as organisation_kind,
	a.tier,
	a.purpose,
	coalesce(a.answers #> '{safe-data,datasets}', '[]'::jsonb) as datasets,
	a.approved_at,
	d.public_reason,
	d.outcome,
	d.inputs -> 'tally' as votes,
	coalesce(q.net, 0) as fee,
	q.rate_card_code,
	q.rate_card_version,
	g.choices as ip_options,
	g.executed_at as agreed_at,
	p.number as project_number,
	p.status as project_status,
	p.starts_on,
	p.ends_on,
	coalesce((
		select jsonb_agg(jsonb_build_object(
			'title', r.title,
			'releasedAt', r.released_at,
			'revokedAt', r.revoked_at,
			'revokedBecause', asked.public_reason
		) order by r.released_at)
		from release r
		join output_request asked on asked.id = r.request_id
		where r.project_id = p.id
	), '[]'::jsonb) as outputs
from application a
join organisation o on o.id = a.organisation_id
join lateral (
	select * from decision l where l.application_id = a.id order by l.round desc limit 1
) d on true
left join lateral (
	select * from agreement g where g.application_id = a.id and g.status in ('signed_by_partner', 'executed', 'amended')
	order by g.version desc limit 1
) g on true
left join quote q on q.id = coalesce(g.quote_id, a.quote_id)
left join project p on p.application_id = a.id
where a.approved_at is not null;

-- Refusals and withdrawals are public as totals.
create view decision_totals with (security_barrier) as
select status, count(*) as applications
from application
where status in ('rejected', 'withdrawn', 'approved', 'expired', 'lapsed')
group by status;
