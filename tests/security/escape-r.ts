import type { Probe } from './escape-scene.ts';

const r = (name: string, code: string, held: RegExp): Probe => ({
	...{ name, language: 'r', held },
	code: `attempt <- function(work) tryCatch({ force(work); 'done' }, error = function(e) 'refused', warning = function(w) 'refused')\n${code}`
});

/** Ways out that R has of its own. */
export const rProbes: readonly Probe[] = [
	r(
		'system() finds no password file',
		`cat('left', suppressWarnings(system('/bin/sh -c "exec 3</etc/shadow" 2>/dev/null')))`,
		/left [1-9]/
	),
	r(
		'system() is the same user in the same walls',
		`cat(suppressWarnings(system('echo $PPID; read x < /proc/1/environ; echo "[$x]"', intern = TRUE)))`,
		/\[\]/
	),
	r(
		'Sys.getenv() shows nothing of the host',
		`cat('found', any(grepl('secret-of', Sys.getenv())))`,
		/found FALSE/
	),
	r(
		'readLines() reads no environment of others',
		`cat('read', length(readLines('/proc/1/environ', warn = FALSE)))`,
		/read 0/
	),
	r(
		'file() opens nothing outside',
		`cat(sapply(c('/etc/shadow', 'FOLDER/for-the-host', '/root/.ssh/id_rsa'), function(p) attempt(file(p, 'r'))))`,
		/refused refused refused/
	),
	r(
		'list.files() sees no home of anybody',
		`cat('seen', list.files('/'))`,
		/seen (bin |data |dev |etc |frames |lib |lib64 |proc |runtime |tmp |usr ?)+$/m
	),
	r(
		"socketConnection() does not reach the host's loopback",
		`cat(attempt(socketConnection('127.0.0.1', PORT, timeout = 3)))`,
		/refused/
	),
	r(
		'url() reads nothing from the network',
		`cat(attempt(readLines(url('http://192.0.2.1/'))))`,
		/refused/
	),
	r(
		'download.file() brings nothing in or out',
		`cat(attempt(download.file('http://127.0.0.1:PORT/', '/tmp/x', quiet = TRUE)))`,
		/refused/
	),
	r(
		'install.packages() brings no code in',
		`cat(attempt(suppressMessages(install.packages('x', repos = 'http://192.0.2.1', lib = '/tmp', quiet = TRUE))))`,
		/refused/
	),
	r(
		'nsl() resolves no name',
		`cat('name', is.null(suppressWarnings(utils::nsl('example.org'))))`,
		/name TRUE/
	),
	r(
		'dyn.load() loads no library that was written here',
		`file.copy('/usr/lib/R/library/stats/libs/stats.so', '/tmp/x.so'); cat(attempt(dyn.load('/tmp/x.so')))`,
		/refused/
	),
	r(
		'its own library cannot be changed',
		`cat(attempt(writeLines('x', '/usr/lib/R/library/base/x')), unlink('/usr/lib/R/library/base', recursive = TRUE), file.exists('/usr/lib/R/library/base'))`,
		/refused \d TRUE/
	),
	r(
		'pskill() ends neither the first process nor the host',
		`cat(tools::pskill(c(1, HOST_PID), 9), 'alive')`,
		/alive/
	),
	r(
		'file.remove() takes none of the data away',
		`cat(attempt(writeLines('x', '/data/person.parquet')), file.remove('/data/person.parquet'), file.exists('/data/person.parquet'))`,
		/refused FALSE TRUE|refused/
	),
	r(
		'copies of itself are stopped by the limit',
		`library(parallel); made <- list(); repeat { p <- tryCatch(parallel:::mcfork(), error = function(e) NULL); if (is.null(p)) break; if (inherits(p, 'masterProcess')) { Sys.sleep(60); parallel:::mcexit() }; made[[length(made) + 1]] <- p }; for (p in made) tools::pskill(p$pid, 9); invisible(parallel::mccollect(made)); cat('made', length(made) > 0 && length(made) <= 256)`,
		/made TRUE/
	)
];
