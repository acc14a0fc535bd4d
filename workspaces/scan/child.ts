/**
 * The limited child: one file on standard input, one answer on descriptor 4, then it ends. The file is
 * hostile. What happens in here can be killed, and is believed only as far as its shape goes.
 */
import { readFileSync, writeSync } from 'node:fs';
import { solver } from '#platform/solver.server.ts';
import { judgeFile } from './judge.ts';
import { answerMessage, readAsk } from './protocol.ts';

const answerFd = 4;

const ask = readAsk(readFileSync(0));
const answer = answerMessage(await judgeFile({ ...ask, solver, inside: false }));
for (let sent = 0; sent < answer.length;) sent += writeSync(answerFd, answer, sent);
process.exit(0);
