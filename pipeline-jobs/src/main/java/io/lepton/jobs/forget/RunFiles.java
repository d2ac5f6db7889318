package io.lepton.jobs.forget;

import io.lepton.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files that runs leave in the lake beside tables and models. */
record RunFiles(Lake lake, Configuration configuration) {

    /** What stages left for later ones of their run: it was made of the person's rows, and what is registered of it has a copy. */
    void deleteWork() {
        delete("work");
    }

    /** It can be written again from the ledger. */
    void deleteReport(String runId) {
        delete("reports/" + runId + ".html");
    }

    private void delete(String name) {
        Path path = new Path(lake.pathOf(name));
        try {
            path.getFileSystem(configuration).delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path, e);
        }
    }
}
