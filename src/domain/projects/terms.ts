/**
 * What each person accepts once for each project (domain.md, Contract and IP): in plain English,
 * because everybody has to understand it. A change of words is a new version.
 */
export const endUserTerms = {
	version: 1,
	terms: [
		{
			title: 'Only for this project',
			words: 'I use the data for this project and for nothing else.'
		},
		{
			title: 'Nobody is identified',
			words:
				'I do not try to find out who anybody in the data is, and I tell the service at once if I recognise somebody by accident.'
		},
		{
			title: 'Rows stay inside',
			words:
				'I do not copy rows out of the workspace in any way: not by hand, by photograph or through somebody else. Only approved outputs leave.'
		},
		{
			title: 'My account is mine',
			words: 'I share my account with nobody and work where others cannot see my screen.'
		},
		{
			title: 'What I do is recorded',
			words:
				'The service records what I run and what I am shown, and may stop my access at any time to keep people safe.'
		},
		{
			title: 'Mistakes are told',
			words:
				'I tell the service at once when something went wrong or looks wrong. Telling early is never held against me.'
		}
	]
} as const;
