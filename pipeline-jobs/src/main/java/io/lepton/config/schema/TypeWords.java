package io.lepton.config.schema;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says in words what a schema asks of a value. */
final class TypeWords {
    private TypeWords() {}

    /** @param alternatives the schemas of which one must hold, without references */
    static String of(List<Map<String, Object>> alternatives) {
        return alternatives.stream().map(TypeWords::one).distinct().collect(Collectors.joining(", or "));
    }

    private static String one(Map<String, Object> schema) {
        if (schema.get("enum") instanceof List<?> words) {
            return (words.size() == 1 ? "" : "one of ")
                    + words.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        String type = schema.get("type") instanceof List<?> types
                ? String.valueOf(types.get(0))
                : String.valueOf(schema.get("type"));
        return switch (type) {
            case "integer" -> "whole number" + range(schema);
            case "number" -> "number" + range(schema);
            case "boolean" -> "true or false";
            case "array" -> "list";
            case "object" -> "keys and values";
            default -> "text";
        };
    }

    private static String range(Map<String, Object> schema) {
        if (schema.containsKey("exclusiveMinimum")) {
            return " above " + number(schema.get("exclusiveMinimum"));
        }
        if (!schema.containsKey("minimum") || number(schema.get("maximum")).length() > 16) {
            return "";
        }
        return ", " + number(schema.get("minimum")) + " to " + number(schema.get("maximum"));
    }

    /** 0.000001, not 1.0E-6. */
    static String number(Object value) {
        return new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
    }
}
