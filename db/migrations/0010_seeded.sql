-- What has been filled in, so that a start does not do it twice. The owner's own note: no process sees it.
create table seeded (
	name  text primary key,
	at    timestamptz not null
);
