/** Rows of people that one person is shown in one project on one London day (settled.md 14). */
export const rowsOfPeopleADay = 2000;

/** Different people that one person is shown rows of in one project, in all its time. */
export const peopleSeenInAProject = 10_000;
