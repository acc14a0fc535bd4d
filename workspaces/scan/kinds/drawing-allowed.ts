/** Elements of SVG that draw, and nothing that runs, loads or embeds (SVG 2, chapters 5 to 15). */
export const elements = new Set(
	`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath clipPath mask marker
	pattern linearGradient radialGradient stop title desc switch style filter feGaussianBlur feOffset feBlend feFlood
	feComposite feColorMatrix feMerge feMergeNode feComponentTransfer feFuncR feFuncG feFuncB feFuncA`.split(
		/\s+/
	)
);

/** Attributes that place, shape and colour. No `on…`, no `data-…`, no address but one within the drawing. */
export const attributes = new Set(
	`id class x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio transform version
	dx dy rotate textLength lengthAdjust startOffset offset gradientUnits gradientTransform spreadMethod patternUnits
	patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight
	refX refY orient in in2 result mode operator k1 k2 k3 k4 stdDeviation values type tableValues slope intercept
	amplitude exponent filterUnits primitiveUnits edgeMode role style`.split(/\s+/)
);

/** Properties that may stand as attributes or in a style. */
export const properties = new Set(
	`fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
	stroke-dasharray stroke-dashoffset opacity color display visibility overflow font font-family font-size font-style
	font-weight font-variant font-stretch text-anchor text-decoration text-rendering letter-spacing word-spacing
	dominant-baseline alignment-baseline baseline-shift writing-mode direction unicode-bidi white-space clip-path
	clip-rule mask marker marker-start marker-mid marker-end filter flood-color flood-opacity stop-color stop-opacity
	shape-rendering image-rendering color-interpolation color-interpolation-filters vector-effect paint-order
	isolation mix-blend-mode line-height text-align`.split(/\s+/)
);

/** A value that reaches outside the drawing, or that a browser may run. */
export const reaches = (value: string): boolean =>
	/url\(\s*["']?\s*(?!#)|@import|expression\s*\(|javascript:|data:|https?:|\\|<|&#|-moz-binding|behavior\s*:/i.test(
		value
	);

/** The declarations of a style that are allowed, and whether any was left out. */
export function styleOf(text: string): { readonly kept: string; readonly left: boolean } {
	const parts = text
		.replaceAll(/\/\*[\s\S]*?\*\//g, '')
		.split(';')
		.map((part) => part.trim())
		.filter(Boolean);
	const kept = parts.filter((part) => {
		const name = part.slice(0, part.indexOf(':')).trim().toLowerCase();
		return part.includes(':') && properties.has(name) && !reaches(part);
	});
	return { kept: kept.join('; '), left: kept.length < parts.length };
}

/** A style sheet with only plain rules and allowed declarations. */
export function sheetOf(text: string): { readonly kept: string; readonly left: boolean } {
	const bare = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
	const rules = [...bare.matchAll(/([^{}]*)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
		selector: selector.trim(),
		...styleOf(body)
	}));
	const good = rules.filter(({ selector }) => /^[\w\s.#*,>:()-]{1,500}$/.test(selector));
	const rest = bare.replaceAll(/[^{}]*\{[^{}]*\}/g, '').trim();
	return {
		kept: good.map(({ selector, kept }) => `${selector} { ${kept} }`).join('\n'),
		left: rest !== '' || good.length < rules.length || rules.some(({ left }) => left)
	};
}
