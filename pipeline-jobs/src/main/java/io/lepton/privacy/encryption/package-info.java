/**
 * Files of tables that nobody reads without a key: Parquet modular encryption with Tink's keys.
 *
 * <p>Each column of each file, and its footer, is encrypted by a data key of its own with AES-GCM (Apache Parquet, <i>Parquet Modular
 * Encryption</i>, https://github.com/apache/parquet-format/blob/master/Encryption.md). The data keys are kept in the file, each encrypted
 * ("wrapped") by a master key: a Tink AEAD keyset, {@link io.lepton.privacy.encryption.TinkKmsClient}. A keyset's newest key wraps what is
 * new, each of its keys unwraps what it wrapped. Which files are encrypted is decided by their place in the lake ({@link
 * io.lepton.privacy.encryption.LakeCryptoFactory}), so that it holds for whatever writes there: a stage, a merge, an erasure. Delta's log
 * is not encrypted: it holds file names and row counts, and of these tables no values.
 */
package io.lepton.privacy.encryption;
