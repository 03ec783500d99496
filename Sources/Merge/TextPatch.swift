/// A change of one text as it takes effect here: what an editor applies, in order.
///
/// Positions and counts are Unicode scalars of the text as the patches before it left it.
public enum TextPatch: Hashable, Sendable {
    case insert(at: Int, [Unicode.Scalar], Attributes)
    case delete(at: Int, count: Int)
    /// Nil takes the attribute away.
    case format(at: Int, count: Int, key: Name, RegisterValue?)
}
