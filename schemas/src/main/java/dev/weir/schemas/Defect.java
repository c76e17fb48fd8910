package dev.weir.schemas;

/**
 * An exception as an error of ours that may be logged: its class and its stack, never its message, which might quote what
 * was being read.
 */
public final class Defect {

    private static final String OURS = "dev.weir.";

    /** Stack of another exception. */
    private static final class Stack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stack(Throwable of) {
            super(of.getClass().getName(), null, false, true);
            setStackTrace(of.getStackTrace());
        }
    }

    private Defect() {}

    /** What an exception began with. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    /** Class of the root cause, and the place in our code that it passed first: what tells one defect from another. */
    public static String signature(Throwable failure) {
        Throwable root = root(failure);
        String name = root.getClass().getSimpleName();
        for (StackTraceElement frame : root.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                return name + " at " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
            }
        }
        return name;
    }

    /** The root cause with its stack and without its message, to be logged. */
    public static Throwable withoutMessage(Throwable failure) {
        return new Stack(root(failure));
    }
}
