-- A request is compared with what other projects released as it is sent. A project that sends and
-- changes the same request again and again would learn from the answers what others released.
alter table checking_policy
	add column comparisons_a_day int not null default 20 check (comparisons_a_day between 1 and 1000);
comment on column checking_policy.comparisons_a_day is
	'how often in 24 hours the members of a project may have requests compared with earlier releases';
