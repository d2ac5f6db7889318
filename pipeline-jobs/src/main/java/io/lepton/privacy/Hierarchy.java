package io.lepton.privacy;

import io.lepton.error.LeptonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a category's values generalize to, in ARX's form: a line for every value, {@code value;level1;level2;…}, the last level usually
 * {@code *}.
 *
 * @param source where it was read from, for messages
 * @param labels of every value, from the first generalization upwards; all of the same length
 */
public record Hierarchy(String source, Map<String, List<String>> labels) {
    public Hierarchy {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        labels.forEach((value, path) -> copy.put(value, List.copyOf(path)));
        labels = Collections.unmodifiableMap(copy);
    }

    /** @throws LeptonException configuration, if the file cannot be read or is no hierarchy */
    public static Hierarchy read(SparkSession spark, String path) {
        return read(spark.sessionState().newHadoopConf(), path);
    }

    /** @throws LeptonException configuration, if the file cannot be read or is no hierarchy */
    public static Hierarchy read(Configuration configuration, String path) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        Path file = new Path(path);
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(file.getFileSystem(configuration).open(file), StandardCharsets.UTF_8))) {
            int levels = -1;
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                String text = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
                List<String> fields = fields(text);
                if (levels < 0) {
                    levels = fields.size();
                }
                String where = path + ":" + number;
                if (fields.size() != levels || levels < 2) {
                    throw LeptonException.configuration(
                            "Cannot read hierarchy " + where + ": it has " + fields.size()
                                    + " fields where " + Math.max(2, levels)
                                    + " are expected. Write value;level1;level2;… with the same number of levels on every line.");
                }
                List<String> known = labels.putIfAbsent(fields.get(0), fields.subList(1, levels));
                if (known != null && !known.equals(fields.subList(1, levels))) {
                    throw LeptonException.configuration("Cannot read hierarchy " + where + ": the value '"
                            + fields.get(0) + "' stands on two lines with different levels. Keep one of them.");
                }
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            throw LeptonException.configuration(
                    "Cannot read hierarchy " + path + ": " + e.getMessage() + ". Check the path and the access to it.",
                    e);
        }
        if (labels.isEmpty()) {
            throw LeptonException.configuration("Cannot read hierarchy " + path
                    + ": it is empty. Write a line value;level1;level2;… for every value.");
        }
        return new Hierarchy(path, labels);
    }

    /** Says that a column holds a value which is not in this hierarchy. */
    public LeptonException unknown(String column, String value) {
        return LeptonException.configuration("Cannot generalize column '" + column + "': its value '" + value
                + "' is not in the hierarchy " + source + ". Add a line for it there.");
    }

    /** How many generalizations every value has. */
    public int levels() {
        return labels.values().stream().mapToInt(List::size).min().orElse(0);
    }

    // Semicolons separate; a field in double quotes may hold semicolons, and two double quotes for one.
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || field.isEmpty())) {
                quoted = !quoted;
            } else if (c == ';' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
