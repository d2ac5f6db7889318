package io.lepton.privacy.values;

import io.lepton.privacy.recoding.Attribute;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/** Numbers texts. */
public final class TextDictionary implements Dictionary {
    private static final long serialVersionUID = 1;
    private static final long SEED = 42;

    private final ArrayList<UTF8String> values = new ArrayList<>();
    private transient Map<UTF8String, Integer> codes = new HashMap<>();

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        codes = new HashMap<>();
        for (int code = 0; code < values.size(); code++) {
            codes.put(values.get(code), code);
        }
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public int add(InternalRow row, int field) {
        return row.isNullAt(field) ? Attribute.MISSING : add(row.getUTF8String(field));
    }

    private int add(UTF8String value) {
        Integer known = codes.get(value);
        if (known != null) {
            return known;
        }
        // The row's bytes are overwritten by the next row.
        UTF8String copy = value.copy();
        codes.put(copy, values.size());
        values.add(copy);
        return values.size() - 1;
    }

    @Override
    public int find(InternalRow row, int field) {
        return row.isNullAt(field) ? Attribute.MISSING : codes.getOrDefault(row.getUTF8String(field), UNKNOWN);
    }

    @Override
    public int add(Dictionary other, int code) {
        return add(((TextDictionary) other).values.get(code));
    }

    @Override
    public long hash(int code) {
        UTF8String value = values.get(code);
        return XXH64.hashUnsafeBytes(value.getBaseObject(), value.getBaseOffset(), value.numBytes(), SEED);
    }

    @Override
    public Object value(int code) {
        return values.get(code);
    }

    @Override
    public Dictionary ordered(int[] order) {
        TextDictionary ordered = new TextDictionary();
        for (int code : order) {
            ordered.add(values.get(code));
        }
        return ordered;
    }
}
