# Data frames that languages hand each other: a folder of binary columns in memory.

folder <- '/frames'
new <- new.env()

begin <- function(rows) {
	new$rows <- rows
	new$made <- character()
}
made <- function() new$made

# what a frame shows by itself; the host counts and cuts all the same
shown <- function(value) {
	if (!is.data.frame(value) || nrow(value) <= new$rows || inherits(value, 'data.table')) return(print(value))
	if (new$rows > 0) print(utils::head(value, new$rows))
	cat('#', nrow(value), 'rows in all,', ncol(value), 'columns;', new$rows, 'rows may be shown here.\n')
}

escaped <- function(words) {
	words <- gsub('\\', '\\\\', enc2utf8(words), fixed = TRUE)
	words <- gsub('"', '\\"', words, fixed = TRUE)
	words <- gsub('\n', '\\n', words, fixed = TRUE)
	gsub('[[:cntrl:]]', ' ', words)
}

checked <- function(name) {
	if (!is.character(name) || length(name) != 1 || !grepl('^[A-Za-z][A-Za-z0-9_]{0,39}$', name))
		stop('Name a frame with letters, digits and underscores, at most 40, a letter first.', call. = FALSE)
	file.path(folder, name)
}

# The description of a frame is a file of lines: rows, then `kind levels name` for each column.
frame <- function(name) {
	at <- checked(name)
	told <- file.path(at, 'columns')
	if (!file.exists(told))
		stop('There is no frame called ', name, '; make it in a cell of SQL or with share().', call. = FALSE)
	lines <- readLines(told, encoding = 'UTF-8')
	rows <- as.integer(lines[1])
	columns <- lapply(seq_along(lines[-1]), function(index) {
		words <- strsplit(lines[index + 1], ' ')[[1]]
		column(at, index - 1, words[1], rows, as.integer(words[2]))
	})
	names(columns) <- sub('^[a-z]+ [0-9]+ ', '', lines[-1])
	structure(columns, class = 'data.frame', row.names = .set_row_names(rows))
}

column <- function(at, index, kind, rows, levels) {
	file <- function(suffix) file.path(at, paste0(index, '.', suffix))
	read <- function(what, size) readBin(file('bin'), what, rows, size = size, endian = 'little')
	values <- switch(kind,
		int = read('integer', 4),
		long = whole(file('bin'), rows),
		double = read('double', 8),
		bool = as.logical(readBin(file('bin'), 'integer', rows, size = 1)),
		date = structure(as.double(read('integer', 4)), class = 'Date'),
		time = structure(whole(file('bin'), rows) / 1e6, class = c('POSIXct', 'POSIXt'), tzone = 'UTC'),
		key = strings(file('bin')),
		text = {
			words <- strings(file('levels'))
			if (levels == 0) rep(NA_character_, rows) else words[read('integer', 4) + 1L]
		}
	)
	if (file.exists(file('valid')))
		values[readBin(file('valid'), 'integer', rows, size = 1) == 0L] <- NA
	values
}

# eight-byte whole numbers as doubles: exact to 2^53
whole <- function(file, rows) {
	halves <- readBin(file, 'integer', rows * 2, size = 4, endian = 'little')
	low <- as.double(halves[c(TRUE, FALSE)])
	low <- ifelse(is.na(low), 2^31, ifelse(low < 0, low + 2^32, low))
	high <- as.double(halves[c(FALSE, TRUE)])
	high[is.na(high)] <- -2^31
	high * 2^32 + low
}

strings <- function(file) {
	read <- readChar(file, file.size(file), useBytes = TRUE)
	if (length(read) == 0) return(character())
	read <- strsplit(read, '\x1f', fixed = TRUE, useBytes = TRUE)[[1]]
	Encoding(read) <- 'UTF-8'
	read
}

# Keeps a data frame as a frame that SQL and Python can read by this name.
share <- function(data, name) {
	at <- checked(name)
	if (!is.data.frame(data)) stop('share() takes a data frame and a name.', call. = FALSE)
	draft <- file.path(folder, paste0('.', name, '.draft'))
	unlink(draft, recursive = TRUE)
	dir.create(draft)
	kinds <- vapply(seq_along(data), function(index) paste(kept(draft, index - 1, data[[index]]), collapse = ' '), '')
	labels <- gsub('[[:cntrl:]]', ' ', enc2utf8(names(data)))
	writeLines(c(nrow(data), paste(kinds, labels)), file.path(draft, 'columns'), useBytes = TRUE)
	unlink(at, recursive = TRUE)
	file.rename(draft, at)
	quoted <- if (length(labels) == 0) '' else paste0('"', escaped(labels), '"', collapse = ',')
	new$made <- c(new$made, paste0('{"name":"', name, '","rows":', nrow(data), ',"columns":[', quoted, ']}'))
	invisible(data)
}

# Writes one column; answers its kind, and how many texts it has.
kept <- function(at, index, values) {
	file <- function(suffix) file.path(at, paste0(index, '.', suffix))
	missing <- is.na(values)
	if (any(missing)) writeBin(as.integer(!missing), file('valid'), size = 1)
	if (is.logical(values)) {
		writeBin(as.integer(values & !missing), file('bin'), size = 1)
		return(c('bool', 0))
	}
	if (inherits(values, 'Date')) {
		days <- as.integer(unclass(values))
		days[missing] <- 0L
		writeBin(days, file('bin'), size = 4, endian = 'little')
		return(c('date', 0))
	}
	if (inherits(values, 'POSIXct')) values <- format(values, '%Y-%m-%d %H:%M:%OS6', tz = 'UTC')
	if (is.integer(values) && !is.factor(values)) {
		values[missing] <- 0L
		writeBin(values, file('bin'), size = 4, endian = 'little')
		return(c('int', 0))
	}
	if (is.double(values)) {
		values[missing] <- 0
		writeBin(as.double(values), file('bin'), size = 8, endian = 'little')
		return(c('double', 0))
	}
	if (is.factor(values)) {
		words <- levels(values)
		codes <- as.integer(values)
	} else {
		values <- enc2utf8(as.character(values))
		words <- unique(values[!missing])
		codes <- match(values, words)
	}
	codes[is.na(codes)] <- 1L
	writeBin(codes - 1L, file('bin'), size = 4, endian = 'little')
	words <- gsub('\x1f', ' ', enc2utf8(words), fixed = TRUE)
	joined <- if (length(words) == 0) '' else paste0(paste(words, collapse = '\x1f'), '\x1f')
	writeBin(charToRaw(joined), file('levels'))
	c('text', length(words))
}
