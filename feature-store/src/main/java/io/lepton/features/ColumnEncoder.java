package io.lepton.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes one column's features of a row; fitted, immutable, kept as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ColumnEncoder.Numeric.class, name = "number"),
    @JsonSubTypes.Type(value = ColumnEncoder.Bucket.class, name = "bucket"),
    @JsonSubTypes.Type(value = ColumnEncoder.OneHot.class, name = "one-hot"),
    @JsonSubTypes.Type(value = ColumnEncoder.Hash.class, name = "hash"),
    @JsonSubTypes.Type(value = ColumnEncoder.TfIdf.class, name = "tf-idf"),
    @JsonSubTypes.Type(value = ColumnEncoder.DateParts.class, name = "date-parts")
})
sealed interface ColumnEncoder extends java.io.Serializable {

    String column();

    /** One name a feature, in the order in which they are written. */
    List<String> names();

    /** Writes {@code names().size()} numbers from {@code at} on, into cells that are 0; value may be null. */
    void write(Object value, float[] features, int at);

    private static double numberOf(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1 : 0;
        }
        return value == null ? Double.NaN : GeneralizedValue.number(value.toString());
    }

    /** (x − shift) / scale; NaN where the value is missing. */
    record Numeric(String column, double shift, double scale) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return List.of(column);
        }

        @Override
        public void write(Object value, float[] features, int at) {
            features[at] = (float) ((numberOf(value) - shift) / scale);
        }
    }

    /** Number of the bin, from 0: how many of the inner edges are at most the value. */
    record Bucket(String column, double[] edges) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return List.of(column + ".bin");
        }

        @Override
        public void write(Object value, float[] features, int at) {
            double number = numberOf(value);
            if (Double.isNaN(number)) {
                features[at] = Float.NaN;
                return;
            }
            int bin = 0;
            while (bin < edges.length && number >= edges[bin]) {
                bin++;
            }
            features[at] = bin;
        }
    }

    /** One feature a value seen in training; a set counts as an equal share of each of its members, unseen values as nothing. */
    record OneHot(String column, List<String> values, Map<String, Integer> position) implements ColumnEncoder {
        static OneHot of(String column, List<String> values) {
            Map<String, Integer> position = new HashMap<>();
            values.forEach(value -> position.put(value, position.size()));
            return new OneHot(column, values, position);
        }

        @Override
        public List<String> names() {
            return values.stream().map(value -> column + "=" + value).toList();
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value == null) {
                return;
            }
            Integer whole = position.get(value.toString());
            if (whole != null) {
                features[at + whole] = 1;
                return;
            }
            List<String> members = GeneralizedValue.members(value.toString());
            for (String member : members) {
                Integer index = position.get(member);
                if (index != null) {
                    features[at + index] = 1f / members.size();
                }
            }
        }
    }

    /** One of {@code size} features, by the value's hash. */
    record Hash(String column, int size) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return numbered(column, "hash", size);
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value != null) {
                features[at + bucketOf(value.toString(), size)] = 1;
            }
        }
    }

    /** Term frequency times inverse document frequency of hashed words: tf · ln((n + 1) / (df + 1)), as Spark's IDF. */
    record TfIdf(String column, double[] idf) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return numbered(column, "word", idf.length);
        }

        @Override
        public void write(Object value, float[] features, int at) {
            if (value == null) {
                return;
            }
            for (String word : words(value.toString())) {
                int index = bucketOf(word, idf.length);
                features[at + index] += (float) idf[index];
            }
        }

        static String[] words(String text) {
            return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                    .filter(word -> !word.isEmpty())
                    .toArray(String[]::new);
        }
    }

    /** Year, month, day of the week (1 = Monday) and days since 1970. */
    record DateParts(String column) implements ColumnEncoder {
        @Override
        public List<String> names() {
            return List.of(column + ".year", column + ".month", column + ".day-of-week", column + ".days");
        }

        @Override
        public void write(Object value, float[] features, int at) {
            LocalDate date = date(value);
            if (date == null) {
                Arrays.fill(features, at, at + 4, Float.NaN);
                return;
            }
            features[at] = date.getYear();
            features[at + 1] = date.getMonthValue();
            features[at + 2] = date.getDayOfWeek().getValue();
            features[at + 3] = date.toEpochDay();
        }

        private static LocalDate date(Object value) {
            if (value instanceof LocalDate date) {
                return date;
            }
            if (value instanceof java.sql.Date date) {
                return date.toLocalDate();
            }
            if (value instanceof java.sql.Timestamp time) {
                return LocalDateTime.ofInstant(time.toInstant(), ZoneOffset.UTC).toLocalDate();
            }
            return null;
        }
    }

    /** Not negative, and the same on every machine. */
    static int bucketOf(String text, int size) {
        int hash = scala.util.hashing.MurmurHash3$.MODULE$.stringHash(text, 42);
        return Math.floorMod(hash, size);
    }

    private static List<String> numbered(String column, String what, int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(column + "." + what + i);
        }
        return names;
    }
}
