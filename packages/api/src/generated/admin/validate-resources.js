// Emitted by "npm run contract" from the swagger of this api-version; do not edit.
"use strict";
export const validateOpenShiftVersion = validate10;
const schema11 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"properties":{"type":"object","nullable":true,"properties":{"version":{"type":"string","nullable":true},"openShiftPullspec":{"type":"string","nullable":true},"installerPullspec":{"type":"string","nullable":true},"enabled":{"type":"boolean","nullable":true},"default":{"type":"boolean","nullable":true}}}}};

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.properties !== undefined){
let data3 = data.properties;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err3 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.version !== undefined){
let data4 = data3.version;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/properties/version",schemaPath:"#/properties/properties/properties/version/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.openShiftPullspec !== undefined){
let data5 = data3.openShiftPullspec;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/properties/openShiftPullspec",schemaPath:"#/properties/properties/properties/openShiftPullspec/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.installerPullspec !== undefined){
let data6 = data3.installerPullspec;
if((typeof data6 !== "string") && (data6 !== null)){
const err6 = {instancePath:instancePath+"/properties/installerPullspec",schemaPath:"#/properties/properties/properties/installerPullspec/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.enabled !== undefined){
let data7 = data3.enabled;
if((typeof data7 !== "boolean") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/properties/enabled",schemaPath:"#/properties/properties/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.default !== undefined){
let data8 = data3.default;
if((typeof data8 !== "boolean") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/properties/default",schemaPath:"#/properties/properties/properties/default/type",keyword:"type",params:{type: "boolean"},message:"must be boolean"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validatePlatformWorkloadIdentityRoleSet = validate11;
const schema12 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"name":{"type":"string","nullable":true},"type":{"type":"string","nullable":true},"properties":{"type":"object","nullable":true,"properties":{"openShiftVersion":{"type":"string","nullable":true},"platformWorkloadIdentityRoles":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"operatorName":{"type":"string","nullable":true},"roleDefinitionName":{"type":"string","nullable":true},"roleDefinitionId":{"type":"string","nullable":true},"serviceAccounts":{"type":"array","nullable":true,"items":{"type":"string","nullable":true}},"secretLocation":{"type":"object","nullable":true,"properties":{"namespace":{"type":"string","nullable":true},"name":{"type":"string","nullable":true}}}}}}}}}};

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.type !== undefined){
let data2 = data.type;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.properties !== undefined){
let data3 = data.properties;
if((!(data3 && typeof data3 == "object" && !Array.isArray(data3))) && (data3 !== null)){
const err3 = {instancePath:instancePath+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.openShiftVersion !== undefined){
let data4 = data3.openShiftVersion;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/properties/openShiftVersion",schemaPath:"#/properties/properties/properties/openShiftVersion/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data3.platformWorkloadIdentityRoles !== undefined){
let data5 = data3.platformWorkloadIdentityRoles;
if((!(Array.isArray(data5))) && (data5 !== null)){
const err5 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(Array.isArray(data5)){
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0,schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.operatorName !== undefined){
let data7 = data6.operatorName;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/operatorName",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/operatorName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.roleDefinitionName !== undefined){
let data8 = data6.roleDefinitionName;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/roleDefinitionName",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/roleDefinitionName/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data6.roleDefinitionId !== undefined){
let data9 = data6.roleDefinitionId;
if((typeof data9 !== "string") && (data9 !== null)){
const err9 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/roleDefinitionId",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/roleDefinitionId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data6.serviceAccounts !== undefined){
let data10 = data6.serviceAccounts;
if((!(Array.isArray(data10))) && (data10 !== null)){
const err10 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/serviceAccounts",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/serviceAccounts/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if(Array.isArray(data10)){
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
let data11 = data10[i1];
if((typeof data11 !== "string") && (data11 !== null)){
const err11 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/serviceAccounts/" + i1,schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/serviceAccounts/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
}
if(data6.secretLocation !== undefined){
let data12 = data6.secretLocation;
if((!(data12 && typeof data12 == "object" && !Array.isArray(data12))) && (data12 !== null)){
const err12 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/secretLocation",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/secretLocation/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
if(data12.namespace !== undefined){
let data13 = data12.namespace;
if((typeof data13 !== "string") && (data13 !== null)){
const err13 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/secretLocation/namespace",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/secretLocation/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data12.name !== undefined){
let data14 = data12.name;
if((typeof data14 !== "string") && (data14 !== null)){
const err14 = {instancePath:instancePath+"/properties/platformWorkloadIdentityRoles/" + i0+"/secretLocation/name",schemaPath:"#/properties/properties/properties/platformWorkloadIdentityRoles/items/properties/secretLocation/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
}
}
}
}
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

export const validateMaintenanceManifest = validate12;
const schema13 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"clusterResourceID":{"type":"string","nullable":true},"state":{"type":"string","nullable":true},"statusText":{"type":"string","nullable":true},"maintenanceTaskID":{"type":"string","nullable":true},"createdBySchedule":{"type":"string","nullable":true},"priority":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"runAfter":{"type":"integer","nullable":true},"runBefore":{"type":"integer","nullable":true}}};

function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.clusterResourceID !== undefined){
let data1 = data.clusterResourceID;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/clusterResourceID",schemaPath:"#/properties/clusterResourceID/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.state !== undefined){
let data2 = data.state;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.statusText !== undefined){
let data3 = data.statusText;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/statusText",schemaPath:"#/properties/statusText/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.maintenanceTaskID !== undefined){
let data4 = data.maintenanceTaskID;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/maintenanceTaskID",schemaPath:"#/properties/maintenanceTaskID/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.createdBySchedule !== undefined){
let data5 = data.createdBySchedule;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/createdBySchedule",schemaPath:"#/properties/createdBySchedule/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.priority !== undefined){
let data6 = data.priority;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 2147483647 || isNaN(data6)){
const err7 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data6 < -2147483648 || isNaN(data6)){
const err8 = {instancePath:instancePath+"/priority",schemaPath:"#/properties/priority/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
if(data.runAfter !== undefined){
let data7 = data.runAfter;
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (data7 !== null)){
const err9 = {instancePath:instancePath+"/runAfter",schemaPath:"#/properties/runAfter/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.runBefore !== undefined){
let data8 = data.runBefore;
if((!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))) && (data8 !== null)){
const err10 = {instancePath:instancePath+"/runBefore",schemaPath:"#/properties/runBefore/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}

export const validateMaintenanceSchedule = validate13;
const schema14 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"state":{"type":"string","nullable":true},"maintenanceTaskID":{"type":"string","nullable":true},"schedule":{"type":"string","nullable":true},"lookForwardCount":{"type":"integer","nullable":true,"minimum":-2147483648,"maximum":2147483647},"scheduleAcross":{"type":"string","nullable":true},"selectors":{"type":"array","nullable":true,"items":{"type":"object","nullable":true,"properties":{"key":{"type":"string","nullable":true},"operator":{"type":"string","nullable":true},"value":{"type":"string","nullable":true},"values":{"type":"array","nullable":true,"items":{"type":"string","nullable":true}}}}}}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.state !== undefined){
let data1 = data.state;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.maintenanceTaskID !== undefined){
let data2 = data.maintenanceTaskID;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/maintenanceTaskID",schemaPath:"#/properties/maintenanceTaskID/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.schedule !== undefined){
let data3 = data.schedule;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/schedule",schemaPath:"#/properties/schedule/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.lookForwardCount !== undefined){
let data4 = data.lookForwardCount;
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (data4 !== null)){
const err4 = {instancePath:instancePath+"/lookForwardCount",schemaPath:"#/properties/lookForwardCount/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 2147483647 || isNaN(data4)){
const err5 = {instancePath:instancePath+"/lookForwardCount",schemaPath:"#/properties/lookForwardCount/maximum",keyword:"maximum",params:{comparison: "<=", limit: 2147483647},message:"must be <= 2147483647"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(data4 < -2147483648 || isNaN(data4)){
const err6 = {instancePath:instancePath+"/lookForwardCount",schemaPath:"#/properties/lookForwardCount/minimum",keyword:"minimum",params:{comparison: ">=", limit: -2147483648},message:"must be >= -2147483648"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
if(data.scheduleAcross !== undefined){
let data5 = data.scheduleAcross;
if((typeof data5 !== "string") && (data5 !== null)){
const err7 = {instancePath:instancePath+"/scheduleAcross",schemaPath:"#/properties/scheduleAcross/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.selectors !== undefined){
let data6 = data.selectors;
if((!(Array.isArray(data6))) && (data6 !== null)){
const err8 = {instancePath:instancePath+"/selectors",schemaPath:"#/properties/selectors/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(Array.isArray(data6)){
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if((!(data7 && typeof data7 == "object" && !Array.isArray(data7))) && (data7 !== null)){
const err9 = {instancePath:instancePath+"/selectors/" + i0,schemaPath:"#/properties/selectors/items/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
if(data7.key !== undefined){
let data8 = data7.key;
if((typeof data8 !== "string") && (data8 !== null)){
const err10 = {instancePath:instancePath+"/selectors/" + i0+"/key",schemaPath:"#/properties/selectors/items/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data7.operator !== undefined){
let data9 = data7.operator;
if((typeof data9 !== "string") && (data9 !== null)){
const err11 = {instancePath:instancePath+"/selectors/" + i0+"/operator",schemaPath:"#/properties/selectors/items/properties/operator/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data7.value !== undefined){
let data10 = data7.value;
if((typeof data10 !== "string") && (data10 !== null)){
const err12 = {instancePath:instancePath+"/selectors/" + i0+"/value",schemaPath:"#/properties/selectors/items/properties/value/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data7.values !== undefined){
let data11 = data7.values;
if((!(Array.isArray(data11))) && (data11 !== null)){
const err13 = {instancePath:instancePath+"/selectors/" + i0+"/values",schemaPath:"#/properties/selectors/items/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(Array.isArray(data11)){
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
let data12 = data11[i1];
if((typeof data12 !== "string") && (data12 !== null)){
const err14 = {instancePath:instancePath+"/selectors/" + i0+"/values/" + i1,schemaPath:"#/properties/selectors/items/properties/values/items/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
}
}
}
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

export const validateBillingDocument = validate14;
const schema15 = {"type":"object","properties":{"id":{"type":"string","nullable":true},"key":{"type":"string","nullable":true},"clusterResourceGroupIDKey":{"type":"string","nullable":true},"infraId":{"type":"string","nullable":true},"billing":{"type":"object","nullable":true,"properties":{"creationTime":{"type":"integer","nullable":true},"deletionTime":{"type":"integer","nullable":true},"lastBillingTime":{"type":"integer","nullable":true},"location":{"type":"string","nullable":true},"tenantID":{"type":"string","nullable":true}}}}};

function validate14(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id !== undefined){
let data0 = data.id;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.key !== undefined){
let data1 = data.key;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/key",schemaPath:"#/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.clusterResourceGroupIDKey !== undefined){
let data2 = data.clusterResourceGroupIDKey;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/clusterResourceGroupIDKey",schemaPath:"#/properties/clusterResourceGroupIDKey/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.infraId !== undefined){
let data3 = data.infraId;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/infraId",schemaPath:"#/properties/infraId/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.billing !== undefined){
let data4 = data.billing;
if((!(data4 && typeof data4 == "object" && !Array.isArray(data4))) && (data4 !== null)){
const err4 = {instancePath:instancePath+"/billing",schemaPath:"#/properties/billing/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.creationTime !== undefined){
let data5 = data4.creationTime;
if((!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))) && (data5 !== null)){
const err5 = {instancePath:instancePath+"/billing/creationTime",schemaPath:"#/properties/billing/properties/creationTime/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data4.deletionTime !== undefined){
let data6 = data4.deletionTime;
if((!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/billing/deletionTime",schemaPath:"#/properties/billing/properties/deletionTime/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data4.lastBillingTime !== undefined){
let data7 = data4.lastBillingTime;
if((!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))) && (data7 !== null)){
const err7 = {instancePath:instancePath+"/billing/lastBillingTime",schemaPath:"#/properties/billing/properties/lastBillingTime/type",keyword:"type",params:{type: "integer"},message:"must be integer"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.location !== undefined){
let data8 = data4.location;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/billing/location",schemaPath:"#/properties/billing/properties/location/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.tenantID !== undefined){
let data9 = data4.tenantID;
if((typeof data9 !== "string") && (data9 !== null)){
const err9 = {instancePath:instancePath+"/billing/tenantID",schemaPath:"#/properties/billing/properties/tenantID/type",keyword:"type",params:{type: "string"},message:"must be string"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
}
}
else {
const err10 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}

