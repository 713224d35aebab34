//! Numbers of unlike units, compared in one: kilometres and miles in metres.

use super::table::{Kind, Tables, Unit, UnitId};

impl Tables {
    /// Returns the value in the base unit, and the base unit, by which values of unlike units are compared.
    pub fn to_base(&self, id: UnitId, value: f64) -> (f64, &str) {
        let unit = self.unit(id);
        let value = if &*unit.key == "degF" { value - 32.0 } else { value };
        (value * unit.factor, &unit.base)
    }

    /// Returns a value in the base unit of the unit that is called so, and that unit; a value without one as it is.
    pub fn base_of(&self, unit: Option<&str>, value: f64) -> (f64, &str) {
        let known = unit.and_then(|name| self.unit_ids.get(name));
        known.map_or((value, ""), |&id| self.to_base(id, value))
    }

    /// Returns a value in the base unit in the unit that is called so; for one that is none as it is.
    pub fn of_base(&self, unit: &str, value: f64) -> f64 {
        let Some(unit) = self.unit_ids.get(unit).map(|&id| self.unit(id)) else { return value };
        let value = value / unit.factor;
        if &*unit.key == "degF" { value + 32.0 } else { value }
    }

    /// Returns the units in which a number without one is looked for: an empty one for counts, percent and money, whose numbers are
    /// compared as they are stated.
    pub fn plain_units(&self) -> Vec<String> {
        let plain = self.units.iter().filter(|unit| unit.is_plain());
        plain.map(|unit| unit.key.to_string()).chain([String::new()]).collect()
    }

    /// Returns whether a number in the unit that is called so is compared as it is stated; one without a unit is.
    pub fn is_plain(&self, unit: Option<&str>) -> bool {
        unit.is_none_or(|name| self.unit_ids.get(name).is_some_and(|&id| self.unit(id).is_plain()))
    }
}

impl Unit {
    fn is_plain(&self) -> bool {
        self.key == self.base && matches!(self.kind, Kind::Money | Kind::Percent)
    }
}
