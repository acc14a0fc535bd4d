export const load = () => ({ title: 'Accessibility' });
