/**
 * Versioned models on any Hadoop file system: local, HDFS, S3, Azure, Google Cloud. Knows no Spark, needs no service and
 * no database, and answers as soon as the JVM has started. {@link io.lepton.registry.ModelRegistry} is the front door.
 *
 * <h2>On disk</h2>
 *
 * <pre>{@code
 * ROOT/
 *   NAME/                               one folder a model
 *     files/
 *       RUNKEY-UUID/...                 one version's files, as given; RUNKEY is the start of SHA-256(run identifier)
 *     versions/
 *       000001.json                     version 1: which run, files with sizes and SHA-256, schemas, metrics, lineage,
 *                                       and "path": its folder below NAME/. Written once, last, never removed
 *       000001.run-RUNKEY               says which run registered version 1
 *       000003.deleting                 version 3 is about to be deleted: no alias may be moved to it any more
 *       000003.deleted                  version 3 is deleted: its files are gone, its number is not used again
 *     documents/
 *       000001/RUNKEY-FILE              what was written about version 1 later: its fairness audit, its model card
 *       000001/RUNKEY-FILE.record       says that it is complete, from which run, and its SHA-256
 *     aliases/
 *       champion/
 *         000001.json                   the alias' moves; the last one is in force
 *         000002.json
 * }</pre>
 *
 * <p>Every file under {@code versions}, {@code documents} and {@code aliases} is written by put-if-absent (see {@link
 * io.lepton.registry.storage}) and never changed. Every JSON file has a {@code "format"}, now 1. No file holds the root's
 * address: a registry can be copied or moved as a folder.
 *
 * <h2>Why it is safe</h2>
 *
 * <ul>
 *   <li><b>Registering</b> has one step that counts: putting {@code NNNNNN.json}. Before it, there is only a folder that
 *       nothing names. Who finds the number taken looks whether its own run took it, and else tries the next one. So
 *       numbers are given once, a run gets one number, and a process may stop anywhere and simply be run again.
 *   <li><b>Moving an alias</b> is putting one numbered file. A rollback is a move too; it says which promotion it
 *       restores, so going back twice goes back two promotions.
 *   <li><b>Deleting</b> marks first and looks at the aliases next, while a promotion moves the alias first and looks at
 *       the marks next: when both happen at once, one of them sees the other and steps back.
 *   <li><b>Tampering</b> with a version's files is found by {@link io.lepton.registry.ModelRegistry#verify}. The records
 *       are not signed: who may write them can change both a file and its digest, so protect the root by permissions.
 * </ul>
 */
package io.lepton.registry;
