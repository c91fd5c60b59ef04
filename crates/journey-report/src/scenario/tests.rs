//! The formats are exercised by the suite `tests/tests/scenarios.rs`; here is what a suite cannot show well.

use super::junit::escaped;

#[test]
fn what_xml_cannot_hold_is_replaced() {
    assert_eq!(escaped("l'été <b> & \"c\"\u{1}\n"), "l'été &lt;b&gt; &amp; &quot;c&quot;\u{fffd}\n");
}
