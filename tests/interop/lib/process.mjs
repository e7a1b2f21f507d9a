// What the kernel knows of a process.
import { readFileSync, writeFileSync } from 'node:fs';

/** Most memory it had at once since `forgetPeak`, in MB. */
export const peakMegabytes = ({ pid }) => Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export const forgetPeak = ({ pid }) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Seconds of processor time that it has used. */
export function processorSeconds({ pid }) {
  // The name, in parentheses, may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
