-- People with a condition or something narrower, rounded to five by the vault; null below ten.
alter table concept add column people bigint check (people % 5 = 0 and people >= 10);

-- A rate card's status moves; its prices never change once it is written.
grant update (status, approver_id) on rate_card to aldgate_portal;
