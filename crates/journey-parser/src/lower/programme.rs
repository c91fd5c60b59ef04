//! `programme "Club" { … }` (language reference 1).

use journey_ir::finding::Finding;
use journey_ir::language::Language;
use journey_ir::time::ZoneId;

use super::expression::Scope;
use super::lookup::{list, suggestion};
use super::{Lowering, Once, literal};
use crate::tree::{self, Item, Name, Setting, SettingKind};

impl Lowering<'_> {
    /// Lowers the programme block, which stands once in all files.
    pub(super) fn programme(&mut self, files: &[tree::File]) {
        let mut first = None;
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Programme(programme) = item else { continue };
            if let Some(first) = first {
                self.given_twice("the `programme` block", programme.name.span, first);
                continue;
            }
            first = Some(programme.name.span);
            self.program.name.clone_from(&programme.name.value);
            let mut once = Once::default();
            for setting in &programme.settings {
                self.setting(setting, &mut once);
            }
        }
    }

    fn setting(&mut self, setting: &Setting, once: &mut Once) {
        let span = setting.span;
        match &setting.kind {
            SettingKind::Timezone(name) => {
                once.note(self, "timezone", span);
                if let Some(zone) = self.zone(name) {
                    self.program.zone = zone;
                }
            }
            SettingKind::Currency(name) => {
                once.note(self, "currency", span);
                self.currency(name);
            }
            SettingKind::Language(name) => {
                once.note(self, "language", span);
                self.program.language = self.language(name).unwrap_or_default();
            }
            SettingKind::Holdout(percent) => {
                once.note(self, "holdout", span);
                self.program.holdout = literal::share(*percent);
            }
            SettingKind::DatesAt(time) => {
                once.note(self, "dates at", span);
                self.program.dates_at = literal::time(*time);
            }
            SettingKind::Patience(period) => {
                once.note(self, "patience", span);
                self.program.patience = self.period(*period);
            }
            SettingKind::SuppressWhen(condition) => {
                once.note(self, "suppress", span);
                self.program.suppress = self.condition(condition, &Scope::outside("`suppress`"));
            }
            SettingKind::Cost(cost) => {
                once.note(self, "cost", span);
                self.program.cost = self.running_cost(*cost);
            }
            SettingKind::Bad(_) => {}
        }
    }

    fn zone(&mut self, name: &Name) -> Option<ZoneId> {
        let zone = ZoneId::parse(&name.text);
        if zone.is_none() {
            let known: Vec<&str> = ZoneId::all().map(ZoneId::name).collect();
            let help = suggestion(&name.text, &known)
                .unwrap_or_else(|| "write a name of the IANA list, such as `Europe/Paris`".to_owned());
            let message = format!("there is no time zone `{}`", name.text);
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
        }
        zone
    }

    /// A language of messages.
    pub(super) fn language(&mut self, name: &Name) -> Option<Language> {
        let language = Language::parse(&name.text);
        if language.is_none() {
            let known: Vec<&str> = Language::ALL.into_iter().map(Language::code).collect();
            let message = format!("`{}` is not a language that messages can be in", name.text);
            let help = format!("the languages are {}", list(&known));
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
        }
        language
    }

    fn currency(&mut self, name: &Name) {
        if name.text.len() == 3 && name.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.program.currency = Some(name.text.clone());
            return;
        }
        let message = format!("`{}` is not a currency code", name.text);
        let help = "write its three letters, such as `EUR`";
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
    }
}
