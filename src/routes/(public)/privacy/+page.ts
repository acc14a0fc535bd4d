export const load = () => ({ title: 'Privacy' });
