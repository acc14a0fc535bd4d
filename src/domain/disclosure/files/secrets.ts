type Secret = { readonly pattern: RegExp; readonly what: string };

/** Keys by the forms their makers give them, and passwords where code sets one. */
const secrets: readonly Secret[] = [
	{ pattern: /-----BEGIN [A-Z ]*PRIVATE KEY/, what: 'a private key' },
	{ pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/, what: 'an access key' },
	{
		pattern: /\b(ghp|gho|ghs|ghu|ghr)_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}/,
		what: 'an access token'
	},
	{
		pattern: /\bglpat-[\w-]{18,}|\bxox[abprs]-[\w-]{10,}|\bnpm_[A-Za-z0-9]{30,}/,
		what: 'an access token'
	},
	{
		pattern: /\b(sk|rk)_(live|test)_[A-Za-z0-9]{16,}|\bsk-[A-Za-z0-9_-]{20,}/,
		what: 'a secret key'
	},
	{ pattern: /\bAIza[\w-]{30,}/, what: 'an access key' },
	{ pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/, what: 'a signed token' },
	{
		pattern: /\b[a-z][a-z0-9+]{1,15}:\/\/[^\s:/@'"]{1,64}:[^\s@'"]{3,64}@[\w.-]/i,
		what: 'an address with a password'
	},
	{
		pattern: /\bauthorization\b.{0,20}\b(bearer|basic)\s+[\w.~+/=-]{12,}/i,
		what: 'an access token'
	},
	{
		pattern:
			/(?:\b|_)(pass(word|wd|phrase)?|pwd|secret|api_?key|access_?key|auth_?token|token|private_?key)\b["'\]]?\s*(=>|<-|[:=])\s*["'][^"'\s]{6,}["']/i,
		what: 'a password or key'
	}
];

/** What a line gives away that lets someone in; null when nothing. Never says the secret itself. */
export const secretIn = (line: string): string | null =>
	secrets.find(({ pattern }) => pattern.test(line.slice(0, 20_000)))?.what ?? null;
