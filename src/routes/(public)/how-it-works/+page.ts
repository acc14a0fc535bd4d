export const load = () => ({ title: 'How it works' });
