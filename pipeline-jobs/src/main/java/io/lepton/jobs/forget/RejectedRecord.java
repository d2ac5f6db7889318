package io.lepton.jobs.forget;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Whether a record in quarantine is a person's. Of a record that could be parsed the subject's column decides; in any other text, and where
 * that column is missing, the id counts wherever it stands between other characters than letters and digits.
 */
final class RejectedRecord implements UDF1<String, Boolean> {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HashSet<String> spellings;
    private final String column;
    private final Pattern anywhere;

    RejectedRecord(Subject subject) {
        this.spellings = new HashSet<>(subject.spellings());
        this.column = subject.column();
        this.anywhere = token(spellings);
    }

    /** Finds any of the texts as a whole word. */
    static Pattern token(Set<String> texts) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])(?:"
                + texts.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?![\\p{L}\\p{N}])");
    }

    @Override
    public Boolean call(String record) {
        if (record == null) {
            return false;
        }
        String value = value(record);
        return value == null ? anywhere.matcher(record).find() : spellings.contains(value.strip());
    }

    private String value(String record) {
        if (!record.startsWith("{")) {
            return null;
        }
        try {
            JsonNode value = JSON.readTree(record).path(column);
            return value.isValueNode() && !value.isNull() ? value.asText() : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "RejectedRecord";
    }
}
