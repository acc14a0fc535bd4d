import type { Tx } from '#platform/db.server.ts';
import type { Thing } from './thing.ts';

/**
 * Everything under way that the reader may see, oldest first, in one query: a row a thing, with what
 * `ball.ts` needs to say whose turn it is. Row-level security leaves out the rest.
 */
export const underWay = (tx: Tx, person: string, limit = 100): Promise<Thing[]> =>
	tx<Thing[]>`
		select kind, id, name, status, since, organisation_id, mine, open, done
		from (
			select
				'application' as kind, a.id,
				'application ' || a.number || case when a.title = '' then '' else ': ' || a.title end as name,
				a.status, a.status_since as since, a.organisation_id,
				a.lead_id = ${person} as mine,
				array(
					select r.kind
					from review_stream r
					where r.application_id = a.id
					  and r.status in ('open', 'overdue')
					  and (r.kind <> 'committee' or not exists (
						select
						from review_stream o
						where o.application_id = a.id
						  and o.mandatory
						  and o.status in ('open', 'overdue')
						  and o.kind not in ('committee', 'controllers')
					  ))
				) as open,
				exists (
					select from vote v where v.application_id = a.id and v.person_id = ${person} and v.round = a.round
				) as done
			from application a
			where a.status in ('draft', 'returned', 'submitted', 'in_review', 'conditional', 'approved_pending')
			   or (a.status = 'approved' and not exists (
				select from agreement g where g.application_id = a.id and g.status not in ('expired', 'terminated')
			   ))
			union all
			select
				'application', n.id, 'application ' || n.number || ': ' || n.title, n.status, n.status_since,
				n.organisation_id, false, '{}'::text[],
				exists (select from objection o where o.application_id = n.id and o.person_id = ${person})
			from app.notices() n
			where n.status = 'approved_pending' and not exists (select from application a where a.id = n.id)
			union all
			select
				'agreement', g.id, 'the agreement for ' || a.title, g.status, g.status_since, g.organisation_id,
				a.lead_id = ${person}, '{}'::text[], false
			from agreement g
			join application a on a.id = g.application_id
			where g.status in ('drafting', 'offered', 'negotiating', 'agreed', 'signed_by_partner')
			union all
			select
				'project', p.id, 'project ' || p.number || ': ' || p.title, p.status, p.status_since, p.organisation_id,
				m.person_id is not null,
				array_remove(array[
					case when o.public_body and s.project_id is null then 'purchase-order' end,
					case when s.project_id is not null and s.accepted_at is null then 'acceptance' end,
					case when not o.public_body then 'payment' end,
					case when p.status = 'active' and m.terms_accepted_at is null then 'terms' end
				], null),
				false
			from project p
			join organisation o on o.id = p.organisation_id
			left join purchase_order s on s.project_id = p.id
			left join project_member m on m.project_id = p.id and m.person_id = ${person} and m.removed_at is null
			where p.status = 'awaiting_payment'
			   or (p.status = 'active' and m.person_id is not null and m.terms_accepted_at is null)
			union all
			select
				'workspace', w.id, 'the workspace of project ' || p.number || ': ' || p.title, w.status, w.status_since,
				p.organisation_id,
				exists (
					select from project_member m
					where m.project_id = p.id and m.person_id = ${person} and m.removed_at is null
				),
				case w.status
					when 'gate' then array(
						select needed
						from unnest(array['data-manager', 'privacy-officer']) needed
						where not exists (
							select from gate_approval g
							where g.workspace_id = w.id and g.snapshot_id = w.snapshot_id and g.role = needed
						)
						and (needed = 'data-manager' or exists (
							select from gate_approval g
							where g.workspace_id = w.id and g.snapshot_id = w.snapshot_id and g.role = 'data-manager'
						))
					)
					else array[case when exists (
						select from provisioning_step s where s.workspace_id = w.id and s.status = 'failed'
					) then 'failed' else 'steps' end]
				end,
				exists (
					select from gate_approval g
					where g.workspace_id = w.id and g.snapshot_id = w.snapshot_id and g.person_id = ${person}
				)
			from workspace w
			join project p on p.id = w.project_id
			where w.status in ('provisioning', 'gate')
			union all
			select
				'refresh', w.id, 'the new data of project ' || p.number || ': ' || p.title, r.status, r.status_since,
				p.organisation_id, false,
				case r.status
					when 'gate' then array(
						select needed
						from unnest(array['data-manager', 'privacy-officer']) with ordinality as part (needed, place)
						where place = 1 + (
							select count(*) from gate_approval g where g.workspace_id = w.id and g.snapshot_id = r.snapshot_id
						)
					)
					else array[case when exists (
						select from refresh_step s where s.refresh_id = r.id and s.status = 'failed'
					) then 'failed' else 'steps' end]
				end,
				exists (
					select from gate_approval g
					where g.workspace_id = w.id and g.snapshot_id = r.snapshot_id and g.person_id = ${person}
				)
			from refresh r
			join workspace w on w.id = r.workspace_id
			join project p on p.id = w.project_id
			where r.status in ('making', 'gate')
			union all
			select
				'life', w.id, 'the workspace of project ' || p.number || ': ' || p.title, w.status, w.status_since,
				p.organisation_id, false, '{}'::text[], false
			from workspace w
			join project p on p.id = w.project_id
			where w.status in ('suspended', 'withdrawn')
			   or (w.status = 'archived' and exists (
				select from destruction d
				where d.workspace_id = w.id and d.confirmed_at is null and d.asked_by <> ${person}
			   ))
			union all
			select
				'ingress', w.id, 'the file ' || i.name || ' for project ' || p.number || ': ' || p.title, i.status,
				i.status_since, p.organisation_id, i.sent_by = ${person}, '{}'::text[],
				i.sent_by = ${person}
			from ingress_file i
			join workspace w on w.id = i.workspace_id
			join project p on p.id = w.project_id
			where i.status = 'waiting'
			union all
			select
				'library', w.id, 'the request for ' || l.package || ' of project ' || p.number || ': ' || p.title,
				l.status, l.status_since, p.organisation_id, l.asked_by = ${person}, '{}'::text[],
				l.asked_by = ${person}
			from library_request l
			join workspace w on w.id = l.workspace_id
			join project p on p.id = w.project_id
			where l.status = 'waiting'
			union all
			select
				'output', r.id, 'output request ' || r.number || ': ' || r.title, r.status, r.status_since,
				p.organisation_id,
				r.created_by = ${person},
				array[case when r.escalated_at is null then 'checkers' else 'lead' end],
				exists (
					select from output_vote v
					where v.request_id = r.id and v.turn = r.turn and v.person_id = ${person}
				)
			from output_request r
			left join project p on p.id = r.project_id
			where r.status in ('draft', 'submitted', 'checking', 'changes_requested')
			union all
			select
				'regular', d.id, 'the regular release of ' || d.title, d.status, d.status_since, p.organisation_id,
				d.proposed_by = ${person},
				array_remove(array[last.status], null),
				d.status = 'proposed' and exists (
					select from regular_vote v where v.regular_id = d.id and v.person_id = ${person}
				)
			from regular_release d
			left join project p on p.id = d.project_id
			left join lateral (
				select u.status from regular_run u where u.regular_id = d.id order by u.started_at desc, u.id desc limit 1
			) last on true
			where d.status = 'proposed' or (d.status = 'in_force' and last.status = 'failed')
			union all
			select
				'publication', u.id, 'the publication ' || u.title, u.status, u.status_since, p.organisation_id,
				u.created_by = ${person},
				'{}'::text[],
				u.status = 'submitted' and exists (
					select from project_member m where m.project_id = u.project_id and m.person_id = ${person}
				)
			from publication u
			left join project p on p.id = u.project_id
			where u.status in ('draft', 'submitted', 'returned')
		) things
		order by since
		limit ${limit}
	`;
