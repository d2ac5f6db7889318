package io.lepton.training.boosting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Cuts a booster to its first rounds, token by token in XGBoost's JSON format: its Java interface has no slice, and its predictions on
 * Spark use all trees.
 */
final class FirstTrees {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final int rounds;
    private final int trees;

    /** @param treesPerRound that each round added */
    FirstTrees(int rounds, int treesPerRound) {
        this.rounds = rounds;
        this.trees = Math.multiplyExact(rounds, treesPerRound);
    }

    /** @param booster in JSON */
    byte[] of(byte[] booster) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(booster.length);
        try (JsonParser in = JSON.createParser(booster);
                JsonGenerator out = JSON.createGenerator(bytes)) {
            while (in.nextToken() != null) {
                copy(in, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot cut the booster to " + rounds + " rounds: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private void copy(JsonParser in, JsonGenerator out) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            // As text, since XGBoost wrote the digits that it needs to read the same number.
            out.writeNumber(in.getText());
        } else {
            out.copyCurrentEvent(in);
        }
        if (token == JsonToken.FIELD_NAME) {
            switch (in.currentName()) {
                case "trees", "tree_info" -> firstOf(in, out, trees);
                case "iteration_indptr" -> firstOf(in, out, rounds + 1);
                case "num_trees" -> {
                    in.nextToken();
                    out.writeString(String.valueOf(trees));
                }
                default -> {}
            }
        }
    }

    private static void firstOf(JsonParser in, JsonGenerator out, int count) throws IOException {
        in.nextToken();
        out.writeStartArray();
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i < count) {
                copyStructure(in, out);
            } else {
                in.skipChildren();
            }
        }
        out.writeEndArray();
    }

    private static void copyStructure(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        do {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                out.writeNumber(in.getText());
            } else {
                out.copyCurrentEvent(in);
            }
            if (in.currentToken().isStructStart()) {
                depth++;
            } else if (in.currentToken().isStructEnd()) {
                depth--;
            }
        } while (depth > 0 && in.nextToken() != null);
    }
}
