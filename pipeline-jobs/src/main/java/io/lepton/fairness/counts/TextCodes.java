package io.lepton.fairness.counts;

import java.io.Serial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Codes of a column of texts: the commonest ones have a code each, all others share the last. */
public final class TextCodes implements ColumnCodes {
    /** What the texts without a code of their own are called. */
    public static final String OTHER_NAME = "(other)";

    @Serial
    private static final long serialVersionUID = 1L;

    private final String column;
    private final ArrayList<String> texts;
    private transient Map<UTF8String, Integer> codes;

    /** @param texts that get a code each, in the order of the codes */
    TextCodes(String column, List<String> texts) {
        this.column = column;
        this.texts = new ArrayList<>(texts);
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(MISSING_NAME));
        names.addAll(texts);
        names.add(OTHER_NAME);
        return names;
    }

    @Override
    public int size() {
        return texts.size() + 2;
    }

    @Override
    public int code(InternalRow row, int at) {
        if (row.isNullAt(at)) {
            return MISSING;
        }
        Integer code = codes().get(row.getUTF8String(at));
        return code == null ? texts.size() + 1 : code;
    }

    /** Built where the rows are: each task has a copy of its own. */
    private Map<UTF8String, Integer> codes() {
        if (codes == null) {
            codes = new HashMap<>();
            for (int i = 0; i < texts.size(); i++) {
                codes.put(UTF8String.fromString(texts.get(i)), i + 1);
            }
        }
        return codes;
    }
}
