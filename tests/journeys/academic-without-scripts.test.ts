import { academicJourney } from './academic.ts';
import { test } from './support.ts';

test.use({ javaScriptEnabled: false });

academicJourney('an academic researcher does the same with JavaScript off');
