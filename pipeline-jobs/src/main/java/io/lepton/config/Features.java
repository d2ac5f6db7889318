package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From trusted/TABLE to features/TABLE.
 *
 * @param table name of the feature table
 * @param eventTime column that says when a row became true
 * @param exclude columns that no model may see
 * @param transforms by column; a column not named is treated by its type ({@link Method#AUTO})
 */
public record Features(
        String table, Optional<String> eventTime, List<String> exclude, Map<String, Transform> transforms) {

    public enum Method {
        AUTO,
        PASS,
        STANDARDIZE,
        NORMALIZE,
        ONE_HOT,
        BUCKET,
        HASH,
        TF_IDF,
        DATE_PARTS
    }

    /**
     * How one column becomes numbers.
     *
     * @param bins quantile bins (bucket)
     * @param size length of the vector (hash, tf-idf)
     */
    public record Transform(Method method, int bins, int size) {}
}
