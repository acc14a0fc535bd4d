/** The fixed wording of the project agreement. Nothing here is negotiated; a change is a new version. */

export const definitions: readonly string[] = [
	'- The Data are the de-identified records that the Host provides in the Service for the Project.',
	'- The Service is the secure data environment in which the Data are analysed and which they never leave.',
	'- The Results are what the Partner creates from the Data in the Project.',
	'- An output is a table, figure or file of aggregate Results that two output checkers have approved and the Service has released.',
	'- The public register is the Host’s public record of projects, decisions, charges and outputs.'
];

export const hostDuties: readonly string[] = [
	'The Host provides the Data and a workspace in the Service from the start to the end of the Project, once this agreement is signed by both parties, payment or a purchase order has been accepted where required, and the Data have passed the checks for de-identification.',
	'The Host removes the records of people who have opted out and of controllers that have not signed up, at the first provision and at every refresh. A study is not told whose records were removed.',
	'The Host checks requested outputs without unreasonable delay and gives the reason for each that is refused.'
];

export const partnerDuties: readonly string[] = [
	'The Partner uses the Data only in the Service, only for the Project, and only through named people who have accepted the end-user terms and hold current training.',
	'The Partner is responsible for its people as for itself. Its user manager adds and removes people within the approved organisations, countries and number of users.',
	'The Partner processes personal data, so far as the Data are such, only as data protection law and the approvals of the Project allow.',
	'The Partner accepts that this agreement’s title, parties, charges, chosen options and class of value share, and the title of each output, appear on the public register.'
];

export const law: readonly string[] = [
	'This document, with the framework agreement between the parties and the approvals of the Project, is the whole agreement about the Project. A change is made only by a new version signed by both parties, which ends the signatures of this one.',
	'If the framework agreement and this one differ, this one governs the Project, except that nothing here lowers the protection of the Data.',
	'Only the parties and the controllers of the Data may enforce this agreement.',
	'The law of England and Wales governs this agreement, and its courts alone decide disputes, after the parties’ senior officers have tried for 20 working days to settle them.',
	'Each party signs by its authorised signatory’s typed name. Both signatures bind the SHA-256 of this text.'
];
