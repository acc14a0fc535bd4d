/**
 * One London borough: share of London's people, integrated care board, outward codes, usual
 * deprivation decile (1 most deprived), and the shares of the ethnic groups White, Asian, Black
 * and Mixed (the rest is Other). All rounded, invented in detail and plausible as a whole.
 */
export type Borough = readonly [
	name: string,
	people: number,
	icb: string,
	outcodes: readonly string[],
	decile: number,
	white: number,
	asian: number,
	black: number,
	mixed: number
];

/** Integrated care boards over London. Data, never a fixed five: add or merge rows here. */
export const boards: readonly (readonly [code: string, name: string])[] = [
	['QMF', 'NHS North East London Integrated Care Board'],
	['QMJ', 'NHS North Central London Integrated Care Board'],
	['QRV', 'NHS North West London Integrated Care Board'],
	['QKK', 'NHS South East London Integrated Care Board'],
	['QWE', 'NHS South West London Integrated Care Board']
];

export const boroughs: readonly Borough[] = [
	['Barking and Dagenham', 219, 'QMF', ['IG11', 'RM8', 'RM9', 'RM10'], 2.6, 45, 26, 21, 4],
	['City of London', 9, 'QMF', ['EC2Y', 'EC3A', 'EC4A'], 6.5, 69, 17, 3, 6],
	['Hackney', 260, 'QMF', ['E5', 'E8', 'E9', 'N16'], 2.9, 53, 10, 21, 7],
	['Havering', 263, 'QMF', ['RM1', 'RM2', 'RM11', 'RM12'], 5.6, 75, 11, 8, 4],
	['Newham', 352, 'QMF', ['E6', 'E7', 'E12', 'E13', 'E15'], 2.8, 31, 42, 17, 5],
	['Redbridge', 311, 'QMF', ['IG1', 'IG2', 'IG4', 'IG5'], 5.0, 35, 47, 8, 4],
	['Tower Hamlets', 312, 'QMF', ['E1', 'E2', 'E3', 'E14'], 3.0, 39, 44, 7, 5],
	['Waltham Forest', 279, 'QMF', ['E4', 'E10', 'E11', 'E17'], 3.7, 53, 20, 15, 6],
	['Barnet', 390, 'QMJ', ['N3', 'N12', 'NW4', 'NW7', 'EN5'], 5.9, 58, 19, 8, 5],
	['Camden', 211, 'QMJ', ['NW1', 'NW3', 'WC1H', 'WC1X'], 4.6, 60, 18, 9, 7],
	['Enfield', 330, 'QMJ', ['EN1', 'EN2', 'EN3', 'N9'], 3.7, 52, 12, 18, 6],
	['Haringey', 265, 'QMJ', ['N8', 'N15', 'N17', 'N22'], 3.2, 57, 9, 18, 7],
	['Islington', 217, 'QMJ', ['N1', 'N5', 'N7', 'EC1V'], 3.3, 62, 10, 13, 8],
	['Brent', 341, 'QRV', ['HA0', 'HA9', 'NW2', 'NW10'], 3.5, 35, 33, 17, 5],
	['Ealing', 370, 'QRV', ['W5', 'W7', 'W13', 'UB1', 'UB2'], 4.3, 43, 30, 11, 5],
	['Hammersmith and Fulham', 184, 'QRV', ['W6', 'W12', 'W14', 'SW6'], 4.5, 63, 11, 12, 7],
	['Harrow', 261, 'QRV', ['HA1', 'HA2', 'HA3', 'HA7'], 6.2, 36, 45, 7, 4],
	['Hillingdon', 310, 'QRV', ['UB3', 'UB7', 'UB8', 'HA4'], 5.1, 48, 33, 8, 5],
	['Hounslow', 289, 'QRV', ['TW3', 'TW4', 'TW5', 'TW7'], 4.4, 44, 37, 7, 5],
	['Kensington and Chelsea', 144, 'QRV', ['W8', 'W10', 'W11', 'SW7'], 4.7, 64, 12, 8, 7],
	['Westminster', 205, 'QRV', ['W1H', 'W2', 'W9', 'SW1V'], 4.5, 55, 17, 8, 7],
	['Bexley', 247, 'QKK', ['DA5', 'DA6', 'DA7', 'DA16'], 5.9, 72, 10, 12, 4],
	['Bromley', 330, 'QKK', ['BR1', 'BR2', 'BR5', 'BR6'], 6.9, 76, 8, 8, 5],
	['Greenwich', 290, 'QKK', ['SE3', 'SE7', 'SE9', 'SE10', 'SE18'], 3.7, 56, 13, 21, 6],
	['Lambeth', 318, 'QKK', ['SW2', 'SW4', 'SW9', 'SE24'], 3.5, 55, 7, 24, 8],
	['Lewisham', 300, 'QKK', ['SE4', 'SE6', 'SE12', 'SE13'], 3.4, 51, 9, 27, 8],
	['Southwark', 308, 'QKK', ['SE1', 'SE5', 'SE15', 'SE16'], 3.4, 51, 10, 25, 7],
	['Croydon', 391, 'QWE', ['CR0', 'CR2', 'CR7', 'SE25'], 4.2, 48, 17, 23, 8],
	['Kingston upon Thames', 168, 'QWE', ['KT1', 'KT2', 'KT3', 'KT5'], 7.5, 68, 18, 3, 5],
	['Merton', 215, 'QWE', ['SW19', 'SW20', 'CR4', 'SM4'], 6.4, 60, 19, 10, 6],
	['Richmond upon Thames', 195, 'QWE', ['TW1', 'TW9', 'TW10', 'TW11'], 8.4, 80, 9, 2, 5],
	['Sutton', 210, 'QWE', ['SM1', 'SM2', 'SM3', 'SM5'], 6.8, 68, 17, 6, 5],
	['Wandsworth', 328, 'QWE', ['SW8', 'SW11', 'SW15', 'SW17', 'SW18'], 5.2, 68, 12, 10, 6]
];

/** Hospital trusts, all invented: code, name, board. */
export const trusts: readonly (readonly [code: string, name: string, icb: string])[] = [
	['ZQ1', 'Aldgate and Bow University Hospitals NHS Trust', 'QMF'],
	['ZQ2', 'Roding Valley Hospitals NHS Trust', 'QMF'],
	['ZQ3', 'Lea Marshes NHS Foundation Trust', 'QMF'],
	['ZQ4', 'Eastgate Community NHS Trust', 'QMF'],
	['ZQ5', 'Highbury Hill Hospital NHS Trust', 'QMJ'],
	['ZQ6', 'New River University Hospitals NHS Foundation Trust', 'QMJ'],
	['ZQ7', 'Northgate Hospitals NHS Trust', 'QMJ'],
	['ZQ8', 'Parkland Walk Specialist NHS Trust', 'QMJ'],
	['ZR1', 'Brent Valley Hospitals NHS Trust', 'QRV'],
	['ZR2', 'Grand Union University Hospitals NHS Trust', 'QRV'],
	['ZR3', 'Westway Hospitals NHS Foundation Trust', 'QRV'],
	['ZR4', 'Colne Valley NHS Trust', 'QRV'],
	['ZR5', 'Bermondsey Spa University Hospitals NHS Trust', 'QKK'],
	['ZR6', 'Ravensbourne Hospitals NHS Trust', 'QKK'],
	['ZR7', 'Shooters Wood NHS Foundation Trust', 'QKK'],
	['ZR8', 'Camber Hill NHS Foundation Trust', 'QKK'],
	['ZS1', 'Wandle Valley Hospitals NHS Trust', 'QWE'],
	['ZS2', 'Beverley Brook University Hospitals NHS Trust', 'QWE'],
	['ZS3', 'Surrey Docks and Downs NHS Trust', 'QWE'],
	['ZS4', 'Hogsmill Hospitals NHS Foundation Trust', 'QWE']
];
