/** Rows of people that one person is shown in one project on one London day (settled.md 14). */
export const rowsOfPeopleADay = 2000;
