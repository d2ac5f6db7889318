package io.lepton.lake;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of a lake: there, a folder, and open to writing before any work is done. */
record LakeFolder(Configuration configuration, String root) {

    /** Hadoop's own limits let a person wait for minutes before a wrong host name is called one. */
    private static final String[][] PATIENCE = {
        {"ipc.client.connect.max.retries", "2"},
        {"ipc.client.connect.max.retries.on.timeouts", "1"},
        {"ipc.client.connect.timeout", "5000"},
        {"dfs.client.retry.policy.enabled", "false"},
        {"fs.s3a.attempts.maximum", "2"},
        {"fs.s3a.retry.limit", "2"},
        {"fs.s3a.connection.establish.timeout", "5000"}
    };

    /** Makes the folder where it is missing, and proves that it can be written to. */
    Path opened() throws IOException {
        Path given = new Path(root);
        URI scheme = given.toUri().getScheme() == null ? FileSystem.getDefaultUri(configuration) : given.toUri();
        // A file system of its own: those that Spark works with keep their patience.
        try (FileSystem fileSystem = FileSystem.newInstance(scheme, impatient())) {
            Path folder = fileSystem.makeQualified(given);
            if (fileSystem.exists(folder) && !fileSystem.getFileStatus(folder).isDirectory()) {
                throw new IOException("it is a file, and not a folder");
            }
            if (!fileSystem.exists(folder) && !fileSystem.mkdirs(folder)) {
                throw new IOException("the folder cannot be made");
            }
            // Permissions alone do not tell of read-only mounts, of full disks, or of object stores.
            Path trial = new Path(folder, ".lepton-" + UUID.randomUUID());
            fileSystem.create(trial, false).close();
            fileSystem.delete(trial, false);
            return folder;
        }
    }

    private Configuration impatient() {
        Configuration impatient = new Configuration(configuration);
        for (String[] setting : PATIENCE) {
            if (configuration.getPropertySources(setting[0]) == null || isDefault(setting[0])) {
                impatient.set(setting[0], setting[1]);
            }
        }
        return impatient;
    }

    private boolean isDefault(String name) {
        for (String source : configuration.getPropertySources(name)) {
            if (!source.endsWith("-default.xml")) {
                return false;
            }
        }
        return true;
    }
}
