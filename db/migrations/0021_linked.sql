-- Tables of one request that share cells are audited together, and a mean or a proportion can give
-- away how many people a hidden count is of: both are ways in which a cell is recoverable.
alter table output_difference_source
	drop constraint output_difference_source_kind_check,
	add constraint output_difference_source_kind_check check (
		kind in ('nested', 'near', 'rest', 'excess', 'hidden', 'dominated', 'linked', 'mean')
	);
