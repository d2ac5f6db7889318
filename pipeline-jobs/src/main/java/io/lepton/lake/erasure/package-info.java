/**
 * Rows that are gone for good. A delete alone leaves them in older files, for time travel, and their least and greatest values in the
 * transaction log; {@link io.lepton.lake.erasure.TableEraser} deletes rows, then every file and every entry of the log from before that.
 *
 * <p><strong>What holds a deleted row.</strong> Data files that a commit replaced, files of failed writes, change data, files with a
 * deletion vector, and in the log: the statistics of {@code add} actions ({@code minValues}, {@code maxValues}), in commits, in checksum
 * files and in checkpoints, and the predicates of {@code commitInfo}. The last are avoided: conditions are functions, of which the log
 * shows the name only. See the Delta transaction log protocol
 * (https://github.com/delta-io/delta/blob/master/PROTOCOL.md).
 *
 * <p><strong>Writers at the same time.</strong> After the delete a commit changes a property of the table, with which Delta lets no
 * transaction end that began before it: who had read the old rows cannot write them back. Only then files are deleted, and only those
 * older than that commit, so that whoever begins after it is not in danger. This takes the place of a lock, which object stores lack.
 */
package io.lepton.lake.erasure;
