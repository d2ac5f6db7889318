/**
 * The few things a registry asks of a file system: list, read, write, remove, and <em>put if absent</em>.
 *
 * <p>{@link io.lepton.registry.storage.Store} names them; {@link io.lepton.registry.storage.LocalStore} does them with
 * {@code java.nio} (no Hadoop class is loaded, so that a command line starts at once, and no {@code .crc} files appear);
 * {@link io.lepton.registry.storage.HadoopStore} does them on any Hadoop file system.
 *
 * <h2>How put-if-absent is made</h2>
 *
 * <ul>
 *   <li>local: write a hidden file, then {@code link(2)} it to its name, which fails where the name is taken;
 *   <li>{@code hdfs}, {@code webhdfs}, {@code viewfs}, {@code abfs(s)}: write a hidden file, then rename it, which these
 *       file systems refuse, atomically, where the name is taken;
 *   <li>object stores ({@code s3a}, {@code gs}, ...): create without overwriting; an object appears whole when it is
 *       closed. {@code gs} checks on the server. {@code s3a} does so from Hadoop 3.4.2 on, which we ask for; an older
 *       client checks and then writes, so there let one process at a time register or promote one model.
 * </ul>
 */
package io.lepton.registry.storage;
