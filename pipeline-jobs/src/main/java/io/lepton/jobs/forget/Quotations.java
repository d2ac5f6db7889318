package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Where what a run recorded quotes people: examples in a reason why data failed, and values that name a group of an audit. */
final class Quotations implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String INSTEAD = "(forgotten)";
    private static final List<String> QUOTING = List.of("reason", "fairness", "gates", "data", "slices", "mitigation");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Pattern texts;

    Quotations(Set<String> texts) {
        this.texts = RejectedRecord.token(texts);
    }

    /** Whether a text names the person. */
    Column in(String column) {
        UDF1<String, Boolean> names = text -> text != null && !redacted(text).equals(text);
        return udf(names, DataTypes.BooleanType).apply(col(column));
    }

    Map<String, Column> without(String column) {
        UDF1<String, String> redact = this::redacted;
        return Map.of(column, udf(redact, DataTypes.StringType).apply(col(column)));
    }

    private String redacted(String text) {
        if (text == null || !texts.matcher(text).find()) {
            return text;
        }
        if (!text.startsWith("{")) {
            return texts.matcher(text).replaceAll(INSTEAD);
        }
        try {
            JsonNode detail = JSON.readTree(text);
            for (String name : QUOTING) {
                if (detail.has(name)) {
                    ((ObjectNode) detail).set(name, redacted(detail.get(name)));
                }
            }
            return JSON.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            return texts.matcher(text).replaceAll(INSTEAD);
        }
    }

    private JsonNode redacted(JsonNode node) {
        if (node.isTextual()) {
            return TextNode.valueOf(texts.matcher(node.asText()).replaceAll(INSTEAD));
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, redacted(list.get(i)));
            }
        } else if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> field.setValue(redacted(field.getValue())));
        }
        return node;
    }

    @Override
    public String toString() {
        return "Quotations";
    }
}
