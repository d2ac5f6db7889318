package io.lepton.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The registry's records as JSON. Each says its {@code format}, so that a later layout can be told from this one. */
final class Json {

    private static final int FORMAT = 1;

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    byte[] write(Object value) throws IOException {
        ObjectNode tree = mapper.createObjectNode();
        tree.put("format", FORMAT);
        tree.setAll((ObjectNode) mapper.valueToTree(value));
        return mapper.writeValueAsBytes(tree);
    }

    <T> T read(byte[] json, Class<T> type, String where) throws IOException {
        JsonNode tree;
        try {
            tree = mapper.readTree(json);
            if (!tree.isObject()) {
                throw new IOException(where + " is damaged: it holds no JSON object");
            }
            int format = tree.path("format").asInt();
            if (format > FORMAT) {
                throw new RegistryException(
                        "Cannot read " + where + ": a newer Lepton wrote it (format " + format + "); update this one");
            }
            return mapper.treeToValue(tree, type);
        } catch (JsonProcessingException broken) {
            throw new IOException(where + " is damaged: " + broken.getOriginalMessage(), broken);
        }
    }

    /** Parses JSON given by the caller; text that is none becomes one JSON string. */
    JsonNode parsed(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException notJson) {
            return mapper.getNodeFactory().textNode(json);
        }
    }

    boolean isJson(String text) {
        try {
            return text.isEmpty() || !mapper.readTree(text).isMissingNode();
        } catch (JsonProcessingException broken) {
            return false;
        }
    }
}
