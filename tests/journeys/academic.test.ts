import { academicJourney } from './academic.ts';

academicJourney('an academic researcher takes a study from a count to a released table');
