package io.lepton.files;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;

/** The same for {@code FileContext}, the younger of Hadoop's two interfaces, which table logs are written through. */
public final class LocalFileContext extends ChecksumFs {
    /** For Hadoop, which makes one by its name. */
    public LocalFileContext(URI uri, Configuration configuration) throws IOException, URISyntaxException {
        super(new Raw(uri, configuration));
    }

    private static final class Raw extends DelegateToFileSystem {
        Raw(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, new DirectLocalFiles(), configuration, FsConstants.LOCAL_FS_URI.getScheme(), false);
        }

        @Override
        public int getUriDefaultPort() {
            return -1;
        }

        @Override
        public boolean isValidName(String name) {
            // The operating system's to say.
            return true;
        }
    }
}
