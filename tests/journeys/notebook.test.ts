import { notebookJourney } from './notebook.ts';

notebookJourney('an analyst takes a query to R, to Python and to the outputs in a notebook');
