package io.lepton.privacy.encryption;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;

/**
 * Encrypts the data files below some folders and leaves all others as they are. Reads both. Parquet makes it by name, from the
 * configuration that reaches every task.
 */
public final class LakeCryptoFactory extends PropertiesDrivenCryptoFactory {
    /** Folders whose files are encrypted, one {@link FolderPattern} a line; paths without scheme and host. */
    static final String FOLDERS = "lepton.encryption.folders";
    /** Columns with a key of their own, one a line. */
    static final String COLUMNS = "lepton.encryption.columns";

    static final String FOOTER = "footer";
    private static final String COLUMN = "column/";

    /** The master key of a column. */
    static String master(String column) {
        return COLUMN + column;
    }

    @Override
    public FileEncryptionProperties getFileEncryptionProperties(
            Configuration configuration, Path file, WriteContext context) {
        if (!isEncrypted(configuration, file)) {
            return null;
        }
        Configuration own = new Configuration(configuration);
        String columns = columnKeys(lines(configuration, COLUMNS), context);
        if (columns.isEmpty()) {
            own.set(UNIFORM_KEY_PROPERTY_NAME, FOOTER);
        } else {
            own.set(FOOTER_KEY_PROPERTY_NAME, FOOTER);
            own.set(COLUMN_KEYS_PROPERTY_NAME, columns);
        }
        return super.getFileEncryptionProperties(own, file, context);
    }

    private static boolean isEncrypted(Configuration configuration, Path file) {
        String path = Path.getPathWithoutSchemeAndAuthority(file).toString();
        return !path.contains("/_delta_log/")
                && lines(configuration, FOLDERS).stream().anyMatch(folder -> new FolderPattern(folder).holds(path));
    }

    /** Parquet's {@code key:column,column;key:column}; empty where no column of the file has a key of its own. */
    private static String columnKeys(List<String> own, WriteContext context) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (String[] path : context.getSchema().getPaths()) {
            String key = own.contains(path[0]) ? master(path[0]) : FOOTER;
            byKey.computeIfAbsent(key, name -> new ArrayList<>()).add(String.join(".", path));
        }
        if (byKey.keySet().equals(java.util.Set.of(FOOTER))) {
            return "";
        }
        for (String[] path : context.getSchema().getPaths()) {
            for (String name : path) {
                if (name.matches("(?s).*[.:,;].*")) {
                    throw new ParquetCryptoRuntimeException("column '" + name
                            + "' has a name with '.', ':', ',' or ';', with which no column can have a key of its own");
                }
            }
        }
        return byKey.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + String.join(",", entry.getValue()))
                .collect(Collectors.joining(";"));
    }

    private static List<String> lines(Configuration configuration, String name) {
        String text = configuration.getRaw(name);
        return text == null || text.isEmpty() ? List.of() : text.lines().toList();
    }
}
