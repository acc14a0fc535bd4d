-- A vault that helps with another's extract opens the project's key too: each help is a use of its
-- own, told from the extract's (an empty helper) by a name made for it.
alter table key_use
	add column helper text not null default '' check (helper ~ '^([0-9a-f-]{36})?$'),
	drop constraint key_use_pkey,
	add primary key (project_id, snapshot_id, domain, helper);
