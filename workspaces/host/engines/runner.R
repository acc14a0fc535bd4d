# Runs cells of R, one after another, in one lasting global environment.
#
# A request on standard input is a line `run TOKEN BYTES PLOTS ROWS` and that many bytes of code. What
# is printed goes out as it is; a line that begins with a record separator and the token is a mark of
# ours. The host believes none of it: it counts and cuts whatever comes (decision 0032).

local({
	folder <- Sys.getenv('ALDGATE_ENGINES')
	frames <- new.env()
	sys.source(file.path(folder, 'frames.R'), frames)
	helpers <- attach(NULL, name = 'aldgate')
	assign('frame', frames$frame, helpers)
	assign('share', frames$share, helpers)

	requests <- file('stdin', 'rb')
	options(
		warn = 1, width = 120, device = function(...) opened(), scipen = 8,
		editor = 'none', browser = 'none', pager = 'none', menu.graphics = FALSE
	)
	own <- Sys.getpid()
	form <- 'png'
	plots <- file.path(tempdir(), 'plots')
	dir.create(plots, showWarnings = FALSE)

	# pages of a plot are files of the sandbox's own memory; their bytes go out as a mark
	opened <- function() {
		page <- file.path(plots, paste0('%03d.', form))
		if (form == 'svg') grDevices::svg(page, width = 8, height = 5.5, onefile = FALSE)
		else grDevices::png(page, width = 1000, height = 700, res = 110, type = 'cairo')
	}
	quoted <- function(words) paste0('"', frames$escaped(paste(words, collapse = '\n')), '"')
	mark <- function(token, ...) {
		cat('\n\x1e', paste(token, ...), '\n', sep = '')
		flush(stdout())
	}
	drawn <- function(token) {
		while (grDevices::dev.cur() > 1) grDevices::dev.off()
		for (page in sort(list.files(plots, full.names = TRUE))) {
			size <- file.size(page)
			if (is.na(size) || size == 0) next
			bytes <- readBin(page, 'raw', size)
			mark(token, 'plot', form, paste(as.character(bytes), collapse = ''))
		}
		unlink(list.files(plots, full.names = TRUE))
	}
	limited <- function(rows) {
		options(datatable.print.nrows = rows, datatable.print.topn = max(1, rows %/% 2))
		options(max.print = max(1000, rows * 30))
	}
	evaluate <- function(code) {
		for (expression in parse(text = code, keep.source = FALSE, encoding = 'UTF-8')) {
			value <- withVisible(eval(expression, globalenv()))
			if (value$visible) frames$shown(value$value)
		}
	}
	# the error's own words, and the call it came from unless that is ours
	sentence <- function(condition) {
		call <- conditionCall(condition)
		place <- if (is.null(call)) '' else deparse(call)[1]
		if (grepl('^(eval|parse|evaluate|frames)\\b', place)) place <- ''
		paste0('Error', if (place == '') '' else paste0(' in ', place), ': ', conditionMessage(condition))
	}
	cell <- function(token, code, rows) {
		frames$begin(rows)
		limited(rows)
		problem <- NULL
		tryCatch(
			allowInterrupts(evaluate(code)),
			interrupt = function(condition) problem <<- 'interrupted',
			error = function(condition) problem <<- sentence(condition)
		)
		if (Sys.getpid() != own) quit('no') # a child that the code made; only we answer and read on
		while (sink.number() > 0) sink()
		if (sink.number(type = 'message') != 2) sink(type = 'message')
		tryCatch(
			drawn(token),
			error = function(condition) problem <<- if (is.null(problem)) conditionMessage(condition) else problem
		)
		for (made in frames$made()) mark(token, 'frame', made)
		cat('\n\x1e', token, ' end\n', sep = '', file = stderr())
		if (!is.null(problem)) mark(token, 'error', quoted(problem))
		mark(token, 'end')
	}
	# an interrupt is for a cell, not for what lies between
	suspendInterrupts(repeat {
		line <- readLines(requests, 1)
		if (length(line) == 0) break
		asked <- strsplit(line, ' ')[[1]]
		code <- rawToChar(readBin(requests, 'raw', as.integer(asked[3])))
		Encoding(code) <- 'UTF-8'
		form <- asked[4]
		cell(asked[2], code, as.integer(asked[5]))
	})
})
