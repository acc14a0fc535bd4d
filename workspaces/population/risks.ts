/**
 * Conditions beside the six main ones. `chance` is the share of people who have it in their life,
 * at ages under 18, 18–44, 45–64 and 65 and over; `female` and `smoker` multiply it, `deprived`
 * is the change for each decile towards the most deprived, `needs` another condition first.
 */
export type Risk = {
	concept: number;
	chance: readonly [number, number, number, number];
	female?: number;
	smoker?: number;
	deprived?: number;
	needs?: 'diabetes';
};

export const risks: readonly Risk[] = [
	{ concept: 442077, chance: [0.03, 0.12, 0.1, 0.07], female: 1.5, deprived: 0.04 },
	{ concept: 432867, chance: [0.001, 0.03, 0.18, 0.32], deprived: 0.01 },
	{ concept: 433736, chance: [0.02, 0.06, 0.1, 0.08], female: 1.1, deprived: 0.06 },
	{ concept: 312327, chance: [0, 0.002, 0.02, 0.06], female: 0.5, smoker: 2.2, deprived: 0.05 },
	{ concept: 4329847, chance: [0, 0.001, 0.01, 0.03], female: 0.5, smoker: 2.2, deprived: 0.05 },
	{ concept: 316139, chance: [0, 0.001, 0.01, 0.07], smoker: 1.3, deprived: 0.04 },
	{ concept: 313217, chance: [0, 0.002, 0.015, 0.09], female: 0.8 },
	{ concept: 381316, chance: [0, 0.001, 0.012, 0.06], smoker: 1.7, deprived: 0.04 },
	{ concept: 443597, chance: [0, 0.002, 0.03, 0.18], deprived: 0.02 },
	{ concept: 443612, chance: [0, 0.0004, 0.004, 0.02], deprived: 0.03 },
	{ concept: 193782, chance: [0, 0.0002, 0.0015, 0.003], deprived: 0.05 },
	{ concept: 4079750, chance: [0, 0.004, 0.06, 0.16], female: 1.3 },
	{ concept: 4079749, chance: [0, 0.002, 0.03, 0.09], female: 1.2 },
	{ concept: 80809, chance: [0, 0.004, 0.01, 0.015], female: 2, smoker: 1.3 },
	{ concept: 80502, chance: [0, 0.001, 0.02, 0.11], female: 2.2 },
	{ concept: 440674, chance: [0, 0.006, 0.03, 0.05], female: 0.4 },
	{ concept: 378419, chance: [0, 0, 0.001, 0.045] },
	{ concept: 4182210, chance: [0, 0, 0.001, 0.025] },
	{ concept: 380378, chance: [0.006, 0.008, 0.009, 0.01], deprived: 0.03 },
	{ concept: 374919, chance: [0, 0.0015, 0.003, 0.002], female: 2 },
	{ concept: 4112853, chance: [0, 0.004, 0.03, 0.06], female: 1.95 },
	{ concept: 4180790, chance: [0, 0.0005, 0.005, 0.02] },
	{ concept: 4115276, chance: [0, 0.0001, 0.003, 0.012], smoker: 3.5, deprived: 0.06 },
	{ concept: 4110591, chance: [0, 0, 0.0008, 0.003], smoker: 4, deprived: 0.06 },
	{ concept: 43530656, chance: [0, 0.1, 0.18, 0.22], needs: 'diabetes' },
	{ concept: 43530685, chance: [0, 0.02, 0.03, 0.04], needs: 'diabetes' },
	{ concept: 37016354, chance: [0, 0.05, 0.1, 0.15], needs: 'diabetes' },
	{ concept: 192279, chance: [0, 0.03, 0.08, 0.14], needs: 'diabetes' },
	{ concept: 4024659, chance: [0, 0.012, 0.004, 0], female: 2 },
	{ concept: 375800, chance: [0.0002, 0.0003, 0.0005, 0.0005] },
	{ concept: 441267, chance: [0.0003, 0.0002, 0.00005, 0] },
	{ concept: 4144583, chance: [0, 0.0001, 0.00002, 0] },
	{ concept: 45769019, chance: [0, 0.00004, 0, 0], female: 2 },
	{ concept: 4160043, chance: [0.0002, 0.0001, 0.0001, 0] },
	{ concept: 4043241, chance: [0, 0.00005, 0.0002, 0] }
];

/** Short illnesses and how often each is the reason for a visit. */
export const acute: readonly (readonly [concept: number, weight: number])[] = [
	[4112343, 18],
	[40481087, 16],
	[260139, 12],
	[372328, 8],
	[81902, 12],
	[378253, 10],
	[81151, 8],
	[77074, 10],
	[37311061, 4],
	[255848, 2]
];

/** Who gets which medicine: of people with the condition, the share from `from` to `to`. */
export const treatments: readonly {
	condition: number;
	drug: number;
	from: number;
	to: number;
	days: number;
}[] = [
	{ condition: 201826, drug: 40163924, from: 0, to: 0.75, days: 56 },
	{ condition: 320128, drug: 1332419, from: 0, to: 0.55, days: 56 },
	{ condition: 320128, drug: 19080128, from: 0.45, to: 0.9, days: 56 },
	{ condition: 316866, drug: 19080128, from: 0, to: 0.6, days: 56 },
	{ condition: 432867, drug: 1545959, from: 0, to: 0.6, days: 56 },
	{ condition: 432867, drug: 1539411, from: 0.6, to: 0.85, days: 56 },
	{ condition: 317009, drug: 1511248, from: 0, to: 0.85, days: 28 },
	{ condition: 4051466, drug: 1511248, from: 0, to: 0.8, days: 28 },
	{ condition: 255573, drug: 1511248, from: 0, to: 0.9, days: 28 },
	{ condition: 261325, drug: 1511248, from: 0, to: 0.9, days: 28 },
	{ condition: 440383, drug: 739207, from: 0, to: 0.45, days: 28 },
	{ condition: 440383, drug: 19077463, from: 0.45, to: 0.6, days: 28 },
	{ condition: 4282096, drug: 739207, from: 0, to: 0.5, days: 28 }
];
